/** An entry of `packages` in package-lock.json, as far as it is looked at here. */
export interface LockedPackage {
  version?: string;
  resolved?: string;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
}
export function platformOf(name: string): { cpu: string[]; libc?: string[]; os: string[] } | null;
export function completed(packages: Record<string, LockedPackage>): Record<string, LockedPackage>;

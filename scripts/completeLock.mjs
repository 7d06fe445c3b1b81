// `node scripts/completeLock.mjs`, after a change of dependencies: gives package-lock.json an entry for every
// platform's optional package, also those the registry at hand does not carry (npm leaves them out, and `npm ci` then
// refuses the file), and takes out addresses of registries. docs/decisions/004-the-lock-file.md says why.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const libraries = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** What a package for one platform says of itself, read from its name: "…-linux-arm64-musl". Null if it names none. */
export function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  if (!os || !cpu) return null;
  const libc = os === 'linux' && words.map((word) => libraries[word]).find(Boolean);
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}

/** Where a package of this name is found from the package at `path`, as Node looks it up; undefined if nowhere. */
function find(packages, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (at === '') return undefined;
  }
}

/**
 * The lock file's `packages`, completed. Packages for this very platform are npm's to add: their absence is an error.
 */
export function completed(packages) {
  const all = structuredClone(packages);
  for (const entry of Object.values(all)) delete entry.resolved;
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (find(all, path, name)) continue;
      const platform = platformOf(name);
      if (!platform) throw new Error(`${path} wants ${name}, which the lock file lacks and which names no platform.`);
      const { cpu, ...rest } = platform;
      all[`node_modules/${name}`] = { version, cpu, ...(entry.dev ? { dev: true } : {}), ...rest, optional: true };
    }
  }
  const names = Object.keys(all).sort((a, b) => a.localeCompare(b, 'en'));
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] === self) {
  const file = join(dirname(self), '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: completed(lock.packages) }, null, 2)}\n`);
}

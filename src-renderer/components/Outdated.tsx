import { RefreshCw } from 'lucide-react';

/** Stands beside numbers that are not what would be measured now. */
export function Outdated({ reason }: { reason: string | undefined }) {
  if (reason === undefined) return null;
  return <RefreshCw size={14} className="warn" role="img" aria-label={reason} data-tip={reason} />;
}

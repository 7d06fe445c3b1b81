/**
 * What the program says of its state: progress, waiting, emptiness, failures. Words come after 300 ms, never before.
 */
import { CircleAlert, CircleCheck, Copy, Info, LoaderCircle, type LucideIcon, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { UserError } from '../../src-main/common/errors';
import type { Progress as ProgressRecord } from '../../src-main/common/progress';
import { Button } from './Button';
import { formatProgress, formatWait } from './format';

export type Severity = 'info' | 'ok' | 'warn' | 'err';
const icons: Record<Severity, LucideIcon> = { info: Info, ok: CircleCheck, warn: TriangleAlert, err: CircleAlert };

interface AlertProps {
  severity: Severity;
  heading: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}

/** Heading: what happened to which thing; then found and expected; then one or two actions. */
export function Alert({ severity, heading, children, actions, className = '' }: AlertProps) {
  const Icon = icons[severity];
  return (
    <div className={`alert ${severity} ${className}`} role={severity === 'err' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <div>
        <strong>{heading}</strong>
        {children !== undefined && <div className="label">{children}</div>}
        {actions !== undefined && <div className="row wrap">{actions}</div>}
      </div>
    </div>
  );
}

interface FailureProps {
  error: Error | null;
  actions?: ReactNode;
  /** With room round it, where a panel has none. */
  inset?: boolean;
}

/** A failed call beside the thing it concerns. Bugs can be copied as a report. */
export function Failure({ error, actions, inset = false }: FailureProps) {
  if (!error) return null;
  const expected = error instanceof UserError;
  const alert = (
    <Alert
      severity="err"
      heading={error.message}
      actions={
        <>
          {actions}
          {!expected && <CopyButton text={error.stack ?? error.message}>Copy report</CopyButton>}
        </>
      }
    >
      {expected ? error.tip : 'This is a defect of the program; the report says where.'}
    </Alert>
  );
  return inset ? <div className="inset">{alert}</div> : alert;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Button kind="quiet" icon={Copy} onClick={copy}>
      {copied ? 'Copied' : children}
    </Button>
  );
}

/** @param value 0 to 1 */
export function Progress({ value, label }: { value: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}

export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle size={size} className="spinner" aria-hidden />;
}

/** True once the component has been shown for that long. */
function useAfter(milliseconds: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return passed;
}

/** Rows that are not there yet, and after a moment what is waited for. */
export function Skeleton({ rows, what }: { rows: number; what: string }) {
  const words = useAfter(300);
  return (
    <div className="skeleton" aria-busy>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ width: `${[72, 48, 64, 56, 40][i % 5]}%` }} />
      ))}
      {words && (
        <p className="row hint" role="status">
          <Spinner />
          {what}
        </p>
      )}
    </div>
  );
}

interface WorkingProps {
  what: string;
  /** Null until it is told. */
  progress: ProgressRecord | null;
  onStop: () => void;
}

/** What is awaited for more than a moment: how far it is, how long it will take, and the way out of it. */
export function Working({ what, progress, onStop }: WorkingProps) {
  const words = useAfter(300);
  if (!words || !progress) return <Skeleton rows={8} what={what} />;
  const { stage, done, total, secondsLeft } = progress;
  return (
    <div className="working" aria-busy>
      <p className="row tight">
        <Spinner />
        {stage}
      </p>
      <Progress value={done / Math.max(1, total)} label={stage} />
      <p className="hint">{formatProgress(progress)}</p>
      <p className="hint">{secondsLeft === undefined ? ' ' : `${formatWait(secondsLeft)} left`}</p>
      <Button onClick={onStop}>Cancel</Button>
    </div>
  );
}

/** Nothing here, what that means, and the way on. */
export function Empty({ heading, children, actions }: { heading: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{heading}</h3>
      {children !== undefined && <p className="label">{children}</p>}
      {actions !== undefined && <div className="row wrap">{actions}</div>}
    </div>
  );
}

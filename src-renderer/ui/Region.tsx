/** A named part of a screen: one stop of F6, with its own error boundary, so that the rest lives when it breaks. */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from './Button';
import { Failure } from './status';

interface RegionProps {
  name: string;
  className?: string;
  style?: React.CSSProperties;
  children: ReactNode;
}

export function Region({ name, className = '', style, children }: RegionProps) {
  return (
    <section className={`region ${className}`} style={style} aria-label={name} data-region tabIndex={-1}>
      <ErrorBoundary name={name}>{children}</ErrorBoundary>
    </section>
  );
}

interface BoundaryProps {
  name: string;
  children: ReactNode;
}

export class ErrorBoundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    error.stack = `${error.stack ?? error.message}\nIn ${this.props.name}:${info.componentStack ?? ''}`;
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <div className="broken">
        <Failure
          error={this.state.error}
          actions={<Button onClick={() => this.setState({ error: null })}>Show {this.props.name} again</Button>}
        />
      </div>
    );
  }
}

/** Head of a panel: title, count, and what can be done with the panel. */
export function PanelHead({ title, count, children }: { title: ReactNode; count?: ReactNode; children?: ReactNode }) {
  return (
    <header className="panel-head">
      <h2>{title}</h2>
      {count !== undefined && <span className="hint">{count}</span>}
      {children}
    </header>
  );
}

import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

type Kind = 'plain' | 'main' | 'quiet' | 'stop';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  /** Work is under way: the button stays focusable and says so. */
  busy?: boolean;
  /** A key that does the same, shown beside the label. */
  hint?: string;
}

const classOf = (kind: Kind, extra?: string) =>
  ['btn', kind !== 'plain' && `btn-${kind}`, extra].filter(Boolean).join(' ');

export function Button({
  kind = 'plain',
  busy = false,
  hint,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={classOf(kind, className)}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy && <span className="spin" aria-hidden="true" />}
      {children}
      {hint && <kbd aria-hidden="true">{hint}</kbd>}
    </button>
  );
}

export function ButtonLink({
  kind = 'plain',
  children,
  className,
  ...rest
}: LinkProps & { kind?: Kind; children: ReactNode; className?: string }) {
  return (
    <Link {...rest} className={classOf(kind, className)}>
      {children}
    </Link>
  );
}

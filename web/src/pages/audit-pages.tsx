import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** The page of what a line of the trail is about, where there is one. */
export const PAGES: Record<string, (id: string, label: ReactNode) => ReactNode> = {
  need: (id, label) => (
    <Link to="/needs/$id" params={{ id }}>
      {label}
    </Link>
  ),
  volunteer: (id, label) => (
    <Link to="/people/$id" params={{ id }}>
      {label}
    </Link>
  ),
  offer: (id, label) => (
    <Link to="/resources/$id" params={{ id }}>
      {label}
    </Link>
  ),
  engagement: (id, label) => (
    <Link to="/engagements/$id" params={{ id }}>
      {label}
    </Link>
  ),
  import: (id, label) => (
    <Link to="/imports/$id" params={{ id }}>
      {label}
    </Link>
  ),
  round: (id, label) => (
    <Link to="/rounds/$id" params={{ id }}>
      {label}
    </Link>
  ),
};

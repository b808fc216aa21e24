import { requireNode } from '../../scripts/prepare.mjs';

test.each(['18.20.4', '20.18.1', '16.0.0'])('Node %s is refused in one sentence', (version) => {
  expect(() => requireNode(version)).toThrow(version);
});

test.each(['20.19.0', '20.20.2', '22.0.0', '24.11.0'])('Node %s is accepted', (version) => {
  expect(() => requireNode(version)).not.toThrow();
});

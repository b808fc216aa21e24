import { Definition, HANDLES, JobDefinition, JobHandler, ScheduleDefinition } from './job';

/** A provider as Nest's discovery shows it. */
export interface Provider {
  instance: unknown;
  metatype: unknown;
}

export interface Registry {
  jobs: Map<string, { definition: JobDefinition<object>; handler: JobHandler<object> }>;
  schedules: Map<string, { definition: ScheduleDefinition; handler: JobHandler<object> }>;
}

/**
 * Pairs every definition with its one handler. Throws one sentence for each definition without a handler or with two,
 * and for each handler of something that is not defined.
 */
export function buildRegistry(definitions: Definition[], providers: Provider[]): Registry {
  const faults: string[] = [];
  const handlers = new Map<Definition, { name: string; handler: JobHandler<object> }[]>(
    definitions.map((one) => [one, []]),
  );
  for (const { instance, metatype } of providers) {
    if (typeof metatype !== 'function') continue;
    const handled = Reflect.getMetadata(HANDLES, metatype) as Definition[] | undefined;
    for (const definition of handled ?? []) {
      const known = handlers.get(definition);
      if (known) known.push({ name: metatype.name, handler: instance as JobHandler<object> });
      else faults.push(`${metatype.name} handles ${definition.name}, which is not defined`);
    }
  }
  const registry: Registry = { jobs: new Map(), schedules: new Map() };
  for (const [definition, found] of handlers) {
    if (found.length === 0) faults.push(`${definition.name} has no handler`);
    else if (found.length > 1)
      faults.push(`${definition.name} has ${found.length} handlers: ${found.map(({ name }) => name).join(', ')}`);
    else if (definition.kind === 'job') registry.jobs.set(definition.name, { definition, handler: found[0].handler });
    else registry.schedules.set(definition.name, { definition, handler: found[0].handler });
  }
  if (faults.length > 0) throw new Error(`Jobs and handlers do not match: ${faults.join('; ')}.`);
  return registry;
}

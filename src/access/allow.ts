import { SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions';

/** Metadata key of what a route declares: a permission, or `public`. */
export const DECLARED = 'liangdan:permission';

/** The permission a route needs. Every route declares one, or the process does not start. */
export const Allow = (permission: Permission): MethodDecorator => SetMetadata(DECLARED, permission);

/** A route for people who are not signed in. */
export const Public = (): MethodDecorator => SetMetadata(DECLARED, 'public');

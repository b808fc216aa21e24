import { CanActivate, ExecutionContext, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { mayEver } from '../access/access';
import { DECLARED } from '../access/allow';
import type { Permission } from '../access/permissions';
import { AppError } from '../platform/errors/app-error';
import type { AppRequest } from '../platform/http/ctx';
import { AccountsService } from './accounts.service';
import { tokenOf } from './cookie';

/** Nest's own key for "this method is a route". */
const ROUTE = 'path';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Nobody passes a route without its declared permission; a route that declares none stops the boot. */
@Injectable()
export class AccessGuard implements CanActivate, OnApplicationBootstrap {
  constructor(
    private readonly reflector: Reflector,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly accounts: AccountsService,
  ) {}

  onApplicationBootstrap(): void {
    const undeclared: string[] = [];
    for (const { instance, metatype } of this.discovery.getControllers()) {
      if (!instance || !metatype) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method = prototype[name];
        if (Reflect.hasMetadata(ROUTE, method) && !Reflect.hasMetadata(DECLARED, method))
          undeclared.push(`${metatype.name}.${name}`);
      }
    }
    if (undeclared.length > 0)
      throw new Error(`These routes declare no permission (@Allow or @Public): ${undeclared.join(', ')}`);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AppRequest>();
    const declared = this.reflector.get<Permission | 'public' | undefined>(DECLARED, context.getHandler());
    refuseCrossSite(request);
    const token = tokenOf(request);
    if (declared === 'public') return true;
    const actor = token ? await this.accounts.actorOf(token) : null;
    if (!actor) throw new AppError('not_signed_in');
    request.actor = actor;
    if (!declared || !mayEver(actor, declared)) throw new AppError('not_allowed');
    return true;
  }
}

/** Cookies travel with requests that other sites cause; a change must come from our own pages (or from no browser). */
function refuseCrossSite(request: AppRequest): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site && site !== 'same-origin' && site !== 'none') throw new AppError('cross_site');
  const origin = request.headers.origin;
  if (origin && !site && (!URL.canParse(origin) || new URL(origin).host !== request.headers.host))
    throw new AppError('cross_site');
}

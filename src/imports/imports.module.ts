import type { IncomingMessage } from 'node:http';
import { Module, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { DistrictsModule } from '../districts/districts.module';
import { TaxonomyModule } from '../taxonomy/taxonomy.module';
import { ImportsController } from './imports.controller';
import { ImportsService } from './imports.service';
import { ReadImport } from './read-import';
import { Upload, UPLOAD_TYPES } from './upload';
import { WriteImport } from './write-import';

/** Workbooks into the menus: received, read, previewed, confirmed, written, and undone while nothing depends on them. */
@Module({
  imports: [DistrictsModule, TaxonomyModule],
  controllers: [ImportsController],
  providers: [ImportsService, ReadImport, WriteImport],
})
export class ImportsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  /** The body of an upload stays unread until the guard has let the request pass. */
  onModuleInit(): void {
    const take = (
      request: FastifyRequest,
      stream: IncomingMessage,
      done: (error: Error | null, body?: Upload) => void,
    ): void => {
      if (request.routeOptions.url === '/api/imports') done(null, new Upload(stream));
      else done(Object.assign(new Error('Only imports take files'), { statusCode: 415 }));
    };
    this.host.httpAdapter.getInstance().addContentTypeParser(UPLOAD_TYPES, take);
  }
}

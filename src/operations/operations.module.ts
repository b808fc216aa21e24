import { Module } from '@nestjs/common';
import { Readiness } from '../platform/health/readiness';
import { HealthController } from './health.controller';
import { OperationsController } from './operations.controller';
import { OperationsService } from './operations.service';

@Module({ controllers: [HealthController, OperationsController], providers: [OperationsService, Readiness] })
export class OperationsModule {}

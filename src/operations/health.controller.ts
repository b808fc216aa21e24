import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/allow';
import { Readiness } from '../platform/health/readiness';
import { LiveDto, ReadyDto } from './operations.dto';

/** For supervisors and load balancers; served by every role. */
@ApiTags('operations')
@Controller('api/health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  /** The process runs. */
  @Get('live')
  @Public()
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { live: true };
  }

  /** The process can work: 503 `not_ready` says in its parameters what fails. */
  @Get('ready')
  @Public()
  @ApiOkResponse({ type: ReadyDto })
  ready(): Promise<ReadyDto> {
    return this.readiness.check();
  }
}

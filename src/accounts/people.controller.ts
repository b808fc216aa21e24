import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow';
import type { Ctx } from '../platform/actor';
import { IdParam, Who } from '../platform/http/ctx';
import { Page, pageOf } from '../platform/http/page';
import { AccountDto, AccountsQuery, FreshAccountDto, NewAccountDto } from './people.dto';
import { PeopleService } from './people.service';

@ApiTags('accounts')
@Controller('api/accounts')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  /** Who may sign in to the district. */
  @Get()
  @Allow('account.manage')
  @ApiOkResponse({ type: pageOf(AccountDto) })
  list(@Who() ctx: Ctx, @Query() query: AccountsQuery): Promise<Page<AccountDto>> {
    return this.people.list(ctx, query);
  }

  @Post()
  @Allow('account.manage')
  @ApiCreatedResponse({ type: FreshAccountDto })
  create(@Who() ctx: Ctx, @Body() dto: NewAccountDto): Promise<FreshAccountDto> {
    return this.people.create(ctx, dto);
  }

  @Post(':id/reset-password')
  @Allow('account.manage')
  @HttpCode(200)
  @ApiOkResponse({ type: FreshAccountDto })
  resetPassword(@Who() ctx: Ctx, @IdParam() id: string): Promise<FreshAccountDto> {
    return this.people.resetPassword(ctx, id);
  }

  /** Ends what the account may do in this district. */
  @Post(':id/end')
  @Allow('account.manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  end(@Who() ctx: Ctx, @IdParam() id: string): Promise<void> {
    return this.people.end(ctx, id);
  }
}

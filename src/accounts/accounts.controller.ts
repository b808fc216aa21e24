import { Body, Controller, Delete, Get, HttpCode, Inject, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, Public } from '../access/allow';
import type { Ctx } from '../platform/actor';
import type { Config } from '../platform/config/config';
import { CONFIG } from '../platform/config/config.module';
import { Who } from '../platform/http/ctx';
import type { AppRequest } from '../platform/http/ctx';
import { ChangeMeDto, ChangePasswordDto, MeDto, SignInDto } from './accounts.dto';
import { AccountsService } from './accounts.service';
import { COOKIE, tokenOf } from './cookie';

@ApiTags('accounts')
@Controller('api')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Sign in; the answer sets an HttpOnly cookie. */
  @Post('sign-in')
  @Public()
  @HttpCode(204)
  @ApiNoContentResponse()
  async signIn(
    @Body() dto: SignInDto,
    @Req() request: AppRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { token, expiresAt } = await this.accounts.signIn(dto, request.id);
    void reply.setCookie(COOKIE, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      path: '/',
      expires: expiresAt,
    });
  }

  @Delete('sign-in')
  @Public()
  @HttpCode(204)
  @ApiNoContentResponse()
  async signOut(@Req() request: AppRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = tokenOf(request);
    if (token) await this.accounts.signOut(token);
    void reply.clearCookie(COOKIE, { path: '/' });
  }

  @Get('me')
  @Allow('self.read')
  @ApiOkResponse({ type: MeDto })
  me(@Who() ctx: Ctx): Promise<MeDto> {
    return this.accounts.me(ctx);
  }

  @Patch('me')
  @Allow('self.change')
  @ApiOkResponse({ type: MeDto })
  changeMe(@Who() ctx: Ctx, @Body() dto: ChangeMeDto): Promise<MeDto> {
    return this.accounts.changeMe(ctx, dto);
  }

  @Post('me/password')
  @Allow('self.change')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Changed; other browsers are signed out.' })
  changePassword(@Who() ctx: Ctx, @Body() dto: ChangePasswordDto, @Req() request: AppRequest): Promise<void> {
    return this.accounts.changePassword(ctx, dto, tokenOf(request)!);
  }
}

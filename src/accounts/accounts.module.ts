import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountRow, MembershipRow, SignInRow } from './account.entity';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { ActorMemory } from './actor-memory';
import { AccessGuard } from './guard';

@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([AccountRow, MembershipRow, SignInRow])],
  controllers: [AccountsController],
  providers: [AccountsService, ActorMemory, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccountsService],
})
export class AccountsModule {}

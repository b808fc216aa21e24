import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountRow, MembershipRow, SignInRow } from './account.entity';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { ActorMemory } from './actor-memory';
import { PeopleController } from './people.controller';
import { PeopleService } from './people.service';
import { AccessGuard } from './guard';

@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([AccountRow, MembershipRow, SignInRow])],
  controllers: [AccountsController, PeopleController],
  providers: [AccountsService, ActorMemory, PeopleService, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccountsService],
})
export class AccountsModule {}

import { Module } from '@nestjs/common';
import { KeepCurrent } from './keep-current';

/** Keeps both menus current from term to term. */
@Module({ providers: [KeepCurrent] })
export class UpkeepModule {}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An in-app notice: one per event and person. The sentence is made from `event` and `params` in the reader's language. */
@Entity('notice')
export class NoticeRow {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') districtId: string;
  @Column('uuid') accountId: string;
  @Column('text') event: string;
  @Column('jsonb') params: Record<string, string | number>;
  @Column('text', { nullable: true }) link: string | null;
  @Column('text') dedupe: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) readAt: Date | null;
}

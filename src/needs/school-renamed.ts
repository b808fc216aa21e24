import { Injectable } from '@nestjs/common';
import { SchoolPayload, schoolRenamed } from '../districts/districts.jobs';
import { Handles, JobHandler, JobResult, JobRun } from '../platform/jobs/job';
import { searchColumns } from '../platform/search';

interface Line {
  id: string;
  title: string;
  description: string;
  code: string;
  school: string;
}

/** Needs are found by the name of their school: all of them learn the new one. */
@Injectable()
@Handles(schoolRenamed)
export class SchoolRenamed implements JobHandler<SchoolPayload> {
  handle({ schoolId }: SchoolPayload, run: JobRun): Promise<JobResult | void> {
    return run.once(async (tx) => {
      const lines: Line[] = await tx.query(
        `SELECT n.id, n.title, n.description, n.code, s.name AS school FROM need n JOIN school s ON s.id = n.school_id
         WHERE n.school_id = $1 ORDER BY n.id FOR NO KEY UPDATE OF n`,
        [schoolId],
      );
      const found = lines.map(({ id, title, description, code, school }) => ({
        id,
        ...searchColumns(title, description, code, school),
      }));
      await tx.query(
        `UPDATE need n SET search_text = f."searchText", search_grams = f."searchGrams"
         FROM jsonb_to_recordset($1) AS f(id uuid, "searchText" text, "searchGrams" int[]) WHERE n.id = f.id`,
        [JSON.stringify(found)],
      );
      return { lines: found.length };
    });
  }
}

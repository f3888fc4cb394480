import { Module } from '@nestjs/common';
import { LeadsModule } from '../leads';
import { ProblemController } from './problem.controller';
import { ProblemQueries } from './problem.queries';
import { ProblemService } from './problem.service';

/** What stands in the way of deals and landed companies. */
@Module({
  imports: [LeadsModule],
  controllers: [ProblemController],
  providers: [ProblemQueries, ProblemService],
  exports: [ProblemQueries, ProblemService],
})
export class ProblemsModule {}

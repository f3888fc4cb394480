import { Module } from '@nestjs/common';
import { ProblemController } from './problem.controller';
import { ProblemQueries } from './problem.queries';
import { ProblemService } from './problem.service';

/** What stands in the way of deals and landed companies. */
@Module({
  controllers: [ProblemController],
  providers: [ProblemQueries, ProblemService],
  exports: [ProblemQueries],
})
export class ProblemsModule {}

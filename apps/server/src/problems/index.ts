export { ProblemQueries } from './problem.queries';
export { ProblemService } from './problem.service';
export { ProblemsModule } from './problems.module';

import { Module } from '@nestjs/common';
import { Authenticator } from '../platform/http/signed-in';
import { AccountService } from './account.service';
import { ApiTokenController } from './api-token.controller';
import { DepartmentController } from './department.controller';
import { DepartmentService } from './department.service';
import { MeController } from './me.controller';
import { MeQueries } from './me.queries';
import { SessionController } from './session.controller';
import { Sessions } from './sessions';
import { SignInService } from './sign-in.service';
import { UserController } from './user.controller';
import { UserQueries } from './user.queries';
import { UserService } from './user.service';

@Module({
  controllers: [SessionController, MeController, ApiTokenController, UserController, DepartmentController],
  providers: [
    AccountService,
    DepartmentService,
    MeQueries,
    Sessions,
    SignInService,
    UserQueries,
    UserService,
    { provide: Authenticator, useExisting: Sessions },
  ],
  exports: [Authenticator],
})
export class AccessModule {}

export { AccessModule } from './access.module';
export { Actors, loadActor } from './actors';
export { revokeCalendarAddress } from './calendar-addresses';
export { demandDeputy } from './deputy';
export { insertDepartment } from './department.service';
export { demandGoodPassword } from './passwords';
export { newPassword, newToken, tokenHash } from './secrets';
export { insertUser } from './user.service';
export { shownNotifications } from './shown-notifications';

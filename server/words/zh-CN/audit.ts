/** What the audit trail calls the things that staff look at or do beyond casework. */

import type { AuditAct } from '../../audit.ts';

export const auditWords: Record<AuditAct, string> = {
  'sign-in': '登录',
  'sign-in.failed': '登录失败',
  'sign-out': '退出登录',
  'password.changed': '修改密码',
  'text.opened': '查看意见原文',
  'contact.opened': '查看联系方式',
  'case.erased': '按申请删除内容',
  'opinion.recorded': '代录意见',
  'list.exported': '导出案件清单',
  'letter.code': '重发函调返回码',
  'appeal.asked': '对评价提出申诉',
  'appeal.granted': '裁定申诉成立',
  'appeal.refused': '裁定申诉不成立',
  'account.created': '新建账号',
  'account.edited': '修改账号',
  'account.disabled': '停用账号',
  'account.enabled': '启用账号',
  'account.reset': '重置密码',
  'department.created': '新建单位',
  'department.edited': '修改单位',
  'class.created': '新建单位分类',
  'class.edited': '修改单位分类',
  'city.edited': '修改城市设置',
  'calendar.entered': '录入放假安排',
  'deadline.changed': '修改办理时限',
  'hours.changed': '修改提醒时间',
  setup: '首次设置',
};

/** What the description of the API says about itself. */

export const openapi = {
  title: '万评开放接口',
  description:
    '群众评价、意见办理和整改情况的接口。出错时返回 application/problem+json（RFC 9457），其中 type 是本站解释该错误的网页。公开数据可自由下载、复算。',
} as const;

export const zh = {
  files: '导出',
  csv: '表格 CSV',
  png: '图片 PNG',
  svg: '图片 SVG',
};

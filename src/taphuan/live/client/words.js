/* The texts of the bar, in Vietnamese. */

const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

export const minutes = (seconds) => number.format(seconds / 60);

export const WORDS = {
  bar: "Thanh điều khiển",
  withKey: (hint, key) => `${hint} (phím ${key})`,
  place: "Bài đang trình chiếu",
  hall: "Hội trường",
  provinces: "Địa phương",
  communes: "Xã, phường, đặc khu",
  speakers: "Phần của từng giảng viên",
  nothingFound: "Không có tên nào như vậy",
  runSlide: "Chạy lại trang này",
  runAll: "Chạy lại tất cả",
  stop: "Dừng",
  compare: "So sánh với địa phương khác",
  compareHint: "So sánh với…",
  noCompare: "Bỏ so sánh",
  laser: "Đèn chỉ",
  marker: "Bút dạ",
  speaker: "Ghi chú",
  speakerHint: "Mở màn hình ghi chú của người nói",
  restartClock: "Đếm lại từ 0",
  toggleBar: "Hiện hoặc ẩn thanh điều khiển",

  kernel: {
    connecting: "Nhân tính toán: đang kết nối",
    starting: "Nhân tính toán: đang khởi động",
    idle: "Nhân tính toán: sẵn sàng",
    busy: "Nhân tính toán: đang chạy",
    lost: "Nhân tính toán: đã mất, hình vẫn còn; bấm chạy lại để khởi động lại",
  },
  cannotRun: (line) => `Nhân tính toán: không chạy được, hình vẫn còn; ${line}`,
  disconnected: {
    away: "Mất liên lạc với máy chủ; các trang vẫn trình chiếu được",
    stranger: "Máy chủ đã khởi động lại và không nhận trang này; hãy mở địa chỉ mới in ở cửa sổ lệnh",
  },
  back: "Đã nối lại với máy chủ",
  undo: "Hoàn tác",
  notDecided: (line) => `Chưa ghi được: ${line}`,
  decided: {
    task: (row) => `Việc, dòng ${row}`,
    person: (row) => `Người, dòng ${row}`,
    deadline: (row) => `Hạn, dòng ${row}`,
  },

  figures: {
    none: "Hình: trang này không có hình tính từ dữ liệu",
    built: "Hình: bản dựng sẵn",
    running: "Hình: đang chạy, bản dựng sẵn còn nguyên",
    failed: "Hình: ô mã lỗi, hình cũ giữ nguyên",
    same: "Hình: vừa chạy, trùng bản dựng",
    other: "Hình: vừa chạy, KHÁC bản dựng – hãy dựng lại",
  },
  compared: (name) => `so với ${name}`,
  comparing: (name) => `Đang so sánh với ${name}`,
  beside: (name) => `đang so sánh với hình đã dựng của ${name}`,
  notCompared: (line) => `Chưa so sánh được: ${line}`,
  noSuchFigure: (name) => `bài của ${name} không có hình này`,
  sameFigure: (name) => `bài của ${name} có đúng hình này`,
  elsewhere: (count) => `trang khác: ${count} hình KHÁC bản dựng`,

  fault: (line) => `Ô mã lỗi: ${line}`,
  interrupted: "Đã dừng giữa chừng",
  notWhole: "Ô mã không cho hình trọn vẹn",
  kept: "; hình cũ giữ nguyên",
  refused: (line) => `Máy chủ từ chối: ${line}`,

  cannotLeave: (label) => `Chưa mở được bài ${label}: máy chủ không trả lời; trang này giữ nguyên`,
  notBuilt: (label) => `Chưa mở được bài ${label}: bài chưa được dựng`,

  planned: (here, total) => `kế hoạch ${minutes(here)}/${minutes(total)} phút`,
  late: (seconds) => `chậm ${minutes(seconds)} phút`,
  early: (seconds) => `sớm ${minutes(seconds)} phút`,
};

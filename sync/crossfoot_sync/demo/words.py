"""What the story says, in Chinese and in English."""

from __future__ import annotations

from crossfoot_templates.label import Label

EMPTIED = Label("{folder} 中有之前的演示：先清空。", "{folder} holds an earlier demo: it is emptied first.")
NO_DEMO_FOLDER = Label(
    "{folder} 不是演示文件夹。请用 --folder 指定另一个。", "{folder} is no demo folder. Name another with --folder."
)

STEPS = (
    Label(
        "导入公司的旧表：客户、商机、跟进记录、应收、收款",
        "The company's old lists come in: customers, opportunities, follow-ups, receivables, receipts",
    ),
    Label(
        "三个人各得到一个工作簿，其中是他们可见的内容",
        "Three people get their workbooks, each filled with what they may see",
    ),
    Label(
        "李娜（销售）和她的经理 Grace 像平常一样在工作簿中工作",
        "李娜 (sales) and Grace (her manager) work in their books, the way people do",
    ),
    Label("Grace 先同步，然后是李娜；各自得到的结果", "Grace syncs first, then 李娜; this is what each got back"),
    Label(
        "李娜保留自己的金额，并改正日期；Grace 同步后全部可见",
        "李娜 keeps her amount; the date she mends; Grace syncs and sees it all",
    ),
    Label("赵敏（财务）刷新她的工作簿：汇总应收", "赵敏 (finance) refreshes her book: the consolidated receivables"),
    Label(
        "这些文件可由您打开、修改；服务器运行期间，以各自所有者的身份同步",
        "The files are yours to open and edit, and to sync while the server runs, each as its owner",
    ),
)

WORK = (
    ("李娜", Label("{first}：新的下一步行动（有效）", "{first}: a new next action (good)")),
    (
        "李娜",
        Label("{second}：预计签约日期填“下个月吧”（不是日期）", "{second}: expected signing “下个月吧” (no date)"),
    ),
    ("李娜", Label("{third}：预计金额填 150万", "{third}: expected amount 150万")),
    (
        "李娜",
        Label(
            "新商机，编号写 *1；一条跟进记录指向 *1", "a new opportunity numbered *1, and a follow-up that points at *1"
        ),
    ),
    ("李娜", Label("删除一条跟进记录", "one follow-up deleted")),
    (
        "Grace",
        Label(
            "{first}：预测类别改为 Commit（同一行，另一字段）", "{first}: forecast Commit (the same row, another field)"
        ),
    ),
    (
        "Grace",
        Label("{third}：预计金额改为 1,200,000（同一字段）", "{third}: expected amount 1,200,000 (the same field)"),
    ),
)
"""What people do in their books: who, and what."""

RECEIVED = Label("收到 {count}", "{count} received")
NOTHING_TO_DO = Label("无需处理", "nothing to do")
PARTED = Label("；", "; ")

HEADINGS = (
    Label("法人主体", "Entity"),
    Label("币种", "Currency"),
    Label("客户", "Customer"),
    Label("应收", "Receivable"),
    Label("已收", "Received"),
    Label("余额", "Balance"),
)
"""The consolidated receivables: what each amount is of, then the amounts."""

TEXTS = 3
TOTAL = Label("合计", "Total")
ADDS_UP = Label(
    "横竖合计是否相符：{adds_up}；表格与台账的控制总数：{agree}",
    "Adds up along rows and columns: {adds_up}; control totals of sheet and store: {agree}",
)
YES, NO = Label("是", "yes"), Label("否", "NO")
AGREE, DIFFER = Label("一致", "agree"), Label("不一致", "DIFFER")

SERVING = Label("服务地址 {address}。按 Ctrl-C 结束。", "Serving at {address}. Ctrl-C ends it.")
OVER = Label("服务器已结束。如需再次启动：{command}", "The server has ended. To start it again:  {command}")
ENDED = Label("已结束。", "Ended.")

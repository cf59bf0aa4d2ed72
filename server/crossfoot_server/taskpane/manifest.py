"""What tells Excel of the task pane: an add-in only manifest, for one server."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from crossfoot_templates.label import Label

NAME: Final = Label("crossfoot 同步", "crossfoot")
ABOUT: Final = Label(
    "让工作簿与公司的台账保持一致：逐行核对，逐字段合并，原因写在行内。",
    "Keeps a workbook in step with the company's ledger, row by row, and says beside each row what became of it.",
)
OPEN: Final = Label("打开 crossfoot", "Open crossfoot")

API: Final = "1.13"
"""The set of Excel's functions that the pane needs."""

ICONS: Final = (16, 32, 64, 80)
"""The sizes of the icons, in pixels."""

_STRINGS: Final = {"group.label": NAME, "open.label": OPEN}
_LONG: Final = {"open.about": ABOUT}


def manifest(address: str) -> str:
    """The manifest of the pane that the server at ``address`` serves: ``https://ledger.example.com``."""
    pane = f"{address}/taskpane"
    images = {f"icon.{size}": f"{pane}/icon-{size}.png" for size in ICONS}
    urls = {"pane.url": f"{pane}/pane.html", "commands.url": f"{pane}/commands.html"}
    number = ".".join([*version("crossfoot").split(".")[:3], "0"])
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
           xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0"
           xsi:type="TaskPaneApp">
  <Id>{uuid5(NAMESPACE_URL, pane)}</Id>
  <Version>{number}</Version>
  <ProviderName>crossfoot</ProviderName>
  <DefaultLocale>en-US</DefaultLocale>
  {_told("DisplayName", NAME)}
  {_told("Description", ABOUT)}
  <IconUrl DefaultValue={quoteattr(images["icon.32"])}/>
  <HighResolutionIconUrl DefaultValue={quoteattr(images["icon.64"])}/>
  <SupportUrl DefaultValue={quoteattr(f"{pane}/help.html")}/>
  <AppDomains>
    <AppDomain>{escape(address)}</AppDomain>
  </AppDomains>
  <Hosts>
    <Host Name="Workbook"/>
  </Hosts>
  <Requirements>
    <Sets DefaultMinVersion="{API}">
      <Set Name="ExcelApi"/>
    </Sets>
  </Requirements>
  <DefaultSettings>
    <SourceLocation DefaultValue={quoteattr(urls["pane.url"])}/>
  </DefaultSettings>
  <Permissions>ReadWriteDocument</Permissions>
{_ribbon()}
      <bt:Images>
{_lines(f'<bt:Image id="{name}" DefaultValue={quoteattr(url)}/>' for name, url in images.items())}
      </bt:Images>
      <bt:Urls>
{_lines(f'<bt:Url id="{name}" DefaultValue={quoteattr(url)}/>' for name, url in urls.items())}
      </bt:Urls>
      <bt:ShortStrings>
{_lines(_string(name, label) for name, label in _STRINGS.items())}
      </bt:ShortStrings>
      <bt:LongStrings>
{_lines(_string(name, label) for name, label in _LONG.items())}
      </bt:LongStrings>
    </Resources>
  </VersionOverrides>
</OfficeApp>
"""


def _ribbon() -> str:
    """The button on the Home tab, up to where the resources stand that it names."""
    images = _lines(f'<bt:Image size="{size}" resid="icon.{size}"/>' for size in (16, 32, 80))
    return f"""\
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/taskpaneappversionoverrides"
                    xsi:type="VersionOverridesV1_0">
    <Hosts>
      <Host xsi:type="Workbook">
        <DesktopFormFactor>
          <FunctionFile resid="commands.url"/>
          <ExtensionPoint xsi:type="PrimaryCommandSurface">
            <OfficeTab id="TabHome">
              <Group id="crossfoot.group">
                <Label resid="group.label"/>
                <Icon>
{images}
                </Icon>
                <Control xsi:type="Button" id="crossfoot.open">
                  <Label resid="open.label"/>
                  <Supertip>
                    <Title resid="open.label"/>
                    <Description resid="open.about"/>
                  </Supertip>
                  <Icon>
{images}
                  </Icon>
                  <Action xsi:type="ShowTaskpane">
                    <TaskpaneId>crossfoot</TaskpaneId>
                    <SourceLocation resid="pane.url"/>
                  </Action>
                </Control>
              </Group>
            </OfficeTab>
          </ExtensionPoint>
        </DesktopFormFactor>
      </Host>
    </Hosts>
    <Resources>"""


def _told(element: str, label: Label) -> str:
    override = f'<Override Locale="zh-CN" Value={quoteattr(label.zh)}/>'
    return f"<{element} DefaultValue={quoteattr(label.en)}>{override}</{element}>"


def _string(name: str, label: Label) -> str:
    override = f'<bt:Override Locale="zh-CN" Value={quoteattr(label.zh)}/>'
    return f'<bt:String id="{name}" DefaultValue={quoteattr(label.en)}>{override}</bt:String>'


def _lines(each: Iterable[str]) -> str:
    return "\n".join(each)

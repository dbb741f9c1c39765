using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Portal.Web.Shell;

/// <summary>MudBlazor's own strings, from the resources of the shell; those that are not there stay MudBlazor's English.</summary>
internal sealed class PortalMudLocalizer(IStringLocalizer<ShellText> text) : MudLocalizer
{
    public override LocalizedString this[string key] => text[key];

    public override LocalizedString this[string key, params object[] arguments] => text[key, arguments];
}

using Microsoft.AspNetCore.Localization;
using MudBlazor;
using MudBlazor.Services;
using Portal.Core.Monitoring.Notifications;
using Portal.Web.Monitoring.Notifications;
using Portal.Web.Operations;

namespace Portal.Web.Shell;

/// <summary>What the pages need: components, languages, and the shell's own services.</summary>
public static class ShellServices
{
    /// <summary>Bytes: a pasted kubeconfig of 1 MiB, as JSON.</summary>
    private const long LargestMessage = 2 * 1024 * 1024;

    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<ISentences, BookSentences>();
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(options => options.MaximumReceiveMessageSize = LargestMessage);
        return services.AddPages();
    }

    /// <summary>What the pages need of whatever hosts them.</summary>
    internal static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
            options.SnackbarConfiguration.ShowTransitionDuration = 100;
            options.SnackbarConfiguration.HideTransitionDuration = 100;
            options.SnackbarConfiguration.VisibleStateDuration = 6000;
        });
        services.AddTransient<MudLocalizer, PortalMudLocalizer>();
        services.AddScoped<ProblemReporter>();
        services.AddScoped<IOperationWords, OperationWords>();
        services.AddScoped<PaletteSearch>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(PortalCultures.Default)
                .AddSupportedCultures(PortalCultures.Names)
                .AddSupportedUICultures(PortalCultures.Names);
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        return services;
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Data;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Namespaces.Quotas;
using Portal.Core.Namespaces.Requests;
using Portal.Core.Operations;

namespace Portal.Core.Namespaces;

public static class NamespaceServices
{
    /// <summary>
    /// Registers <see cref="INamespaces"/>, <see cref="INamespacePolicies"/> and <see cref="NamespaceKeeping"/>. After the portal's
    /// distribution: an application that is gone is forgotten before its namespace.
    /// </summary>
    public static IServiceCollection AddNamespaces(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NamespaceOptions>().Bind(configuration.GetSection(NamespaceOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<NamespaceOptions>, NamespaceOptionsValidator>()
            .AddSingleton<IValidator<NamespaceLimits>, NamespaceLimitsValidator>()
            .AddSingleton<IValidator<NamespaceDraft>, NamespaceDraftValidator>()
            .AddSingleton<INamespacePolicies, NamespacePolicyService>()
            .AddSingleton<ClusterQuestions>()
            .AddSingleton<NamespaceUsageReader>()
            .AddSingleton<NamespaceWork>()
            .AddSingleton<NamespaceHistory>()
            .AddSingleton<NamespaceDelivery>()
            .AddSingleton<NamespaceJudgement>()
            .AddSingleton<NamespaceDecisions>()
            .AddSingleton<NamespacePreviews>()
            .AddSingleton(provider => new NamespaceKeeping(
                provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(), provider.GetRequiredService<NamespaceWork>(),
                provider.GetRequiredService<NamespaceDelivery>(), provider.GetRequiredService<NamespaceHistory>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<INamespaces, NamespaceService>()
            .AddOperationEnded<NamespaceSettling>(OperationKinds.DeleteApplication);
    }
}

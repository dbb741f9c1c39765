using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Pods;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution;

/// <summary>Applications that are delivered to many clusters.</summary>
public static class DistributionServices
{
    /// <summary>Registers the feature's services. Needs the portal's data, secrets, operations and rollouts.</summary>
    public static IServiceCollection AddDistribution(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<SourcesOptions>, SourcesOptionsValidator>();
        services.AddOptions<SourcesOptions>().Bind(configuration.GetSection(SourcesOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidator<ApplicationRequest>, ApplicationRequestValidator>();
        services.AddSingleton<IValidator<ApplicationContent>, ApplicationContentValidator>();
        services.AddSingleton<IValidator<ApplicationQuery>, ApplicationQueryValidator>();
        services.AddSingleton<IValidator<SourceRequest>, SourceRequestValidator>();
        services.AddSingleton<ApplicationRevisions>();
        services.AddSingleton<SourceSecretBox>();
        services.AddSingleton<ApplicationSourceService>();
        services.AddSingleton<IApplicationSources>(provider => provider.GetRequiredService<ApplicationSourceService>());
        services.AddSingleton<ApplicationService>();
        services.AddSingleton<IApplications>(provider => provider.GetRequiredService<ApplicationService>());
        services.AddSingleton<ApplicationPreviews>();
        services.AddSingleton<IApplicationPreviews>(provider => provider.GetRequiredService<ApplicationPreviews>());
        services.AddSingleton<DeliveryWriter>();
        services.AddSingleton<IApplicationDelivery, ApplicationDelivery>();
        services.AddSingleton<MemberPods>();
        services.AddSingleton<IApplicationPods, ApplicationPods>();
        services.AddSingleton<DeliveryReadiness>();
        services.AddSingleton<ApplicationRepair>();
        services.AddOptions<FailoverOptions>().BindConfiguration(FailoverOptions.Section)
            .Validate(options => options.OutagePercent is >= 1 and <= 100, "Failover:OutagePercent must be between 1 and 100.").ValidateOnStart();
        services.AddSingleton<MoveWriter>();
        services.AddSingleton<FailoverMove>();
        services.AddSingleton<FailoverReturnMove>();
        services.AddSingleton<IEvictions, EvictionService>();
        services.AddSingleton<RebalanceMove>();
        services.AddSingleton<RebalanceLook>();
        services.AddSingleton<IProposals, ProposalService>();
        services.AddRolloutStarter<DeliveryRollout>(OperationKinds.DeliverToCluster, OperationKinds.RemoveApplication);
        services.AddOperationEnded<ClusterDeliverySettling>(OperationKinds.DeliverToCluster, OperationKinds.RemoveApplication);
        services.AddOperationEnded<ApplicationSettling>(OperationKinds.DeliverApplication, OperationKinds.DeleteApplication);
        services.AddOperationEnded<EvictionSettling>(OperationKinds.DeliverApplication);
        return services.AddOperationEnded<ProposalSettling>(OperationKinds.DeliverApplication);
    }
}

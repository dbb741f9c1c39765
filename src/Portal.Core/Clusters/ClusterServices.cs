using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters.Health;
using Portal.Core.Operations;

namespace Portal.Core.Clusters;

public static class ClusterServices
{
    /// <summary>Registers <see cref="IClusters"/> and <see cref="IClusterJoin"/>. Needs the portal's data, connections and operations.</summary>
    public static IServiceCollection AddClusters(this IServiceCollection services) => services
        .AddSingleton<IValidator<ClusterQuery>, ClusterQueryValidator>()
        .AddSingleton<IValidator<ClusterEdit>, ClusterEditValidator>()
        .AddSingleton<IValidator<ClusterDescription>, ClusterDescriptionValidator>()
        .AddSingleton<MemberEventReader>()
        .AddSingleton<IClusters, ClusterService>()
        .AddSingleton<MemberTokens>()
        .AddSingleton<ClusterObserver>()
        .AddSingleton<OverdueClusters>()
        .AddHostedService(provider => provider.GetRequiredService<OverdueClusters>())
        .AddSingleton<JoinCompletionCheck>()
        .AddSingleton<JoinCommands>()
        .AddSingleton<IClusterJoin, ClusterJoin>()
        .AddOperationEnded<ClusterSettling>(OperationKinds.JoinCluster, OperationKinds.LeaveCluster);
}

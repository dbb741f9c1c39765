using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Operations;
using Portal.Jobs.Operations;

namespace Portal.Jobs.Components.Edge;

internal static class EdgeJobs
{
    public static IServiceCollection AddEdgeJobs(this IServiceCollection services) => services
        .AddOperationStep<EdgeCordonStep>(StepNames.CordonEdgeNode)
        .AddOperationStep<EdgeEvictStep>(StepNames.EvictEdgePods)
        .AddOperationStep<EdgeDeleteStep>(StepNames.DeleteEdgeNode);
}

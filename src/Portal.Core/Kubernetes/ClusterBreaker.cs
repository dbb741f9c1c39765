using Polly;
using Polly.CircuitBreaker;

namespace Portal.Core.Kubernetes;

/// <summary>Leaves a cluster alone for a while when it gave no answer again and again.</summary>
internal static class ClusterBreaker
{
    public static ResiliencePipeline<HttpResponseMessage> Create(KubernetesOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 0.8,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = options.BreakDuration,

                // Any answer, even a 503 of one aggregated API, shows that the cluster is there.
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is HttpRequestException or TimeoutException or IOException),
            })
            .Build();
}

using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Core.Kubernetes;

/// <summary>Names the configuration key of each network that does not parse.</summary>
internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        var failures = Check(nameof(EgressOptions.DenyNetworks), options.DenyNetworks)
            .Concat(Check(nameof(EgressOptions.AllowNetworks), options.AllowNetworks))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string key, IList<string> networks) =>
        networks.Index()
            .Where(network => !IPNetwork.TryParse(network.Item, out _))
            .Select(network =>
                $"{EgressOptions.Section}:{key}:{network.Index} is '{network.Item}', which is no network. Write it as CIDR with the host bits zero, such as 10.0.0.0/8.");
}

using System.Security.Cryptography;
using System.Text;

namespace ClusterSim.Hosting;

/// <summary>What tells one cluster from another. By default it follows from the index, so that every run has the same fleet.</summary>
public sealed record ClusterProfile(string Name, int Index, string Version, string Provider, string Region, int Nodes, string AdminToken)
{
    private static readonly (string Provider, string[] Regions)[] Providers =
    [
        ("aws", ["eu-west-1", "us-east-1", "ap-southeast-1"]),
        ("gce", ["europe-west1", "us-central1", "asia-east1"]),
        ("azure", ["westeurope", "eastus", "southeastasia"]),
        ("huaweicloud", ["cn-north-4", "cn-south-1", "ap-southeast-3"]),
        ("kubeedge", ["edge-east", "edge-west"]),
    ];

    private static readonly string[] Versions = ["v1.33.4", "v1.32.8", "v1.34.1", "v1.31.12", "v1.30.14"];

    public int Minor => int.Parse(Version.TrimStart('v').Split('.')[1]);

    public static ClusterProfile At(int index, string name, SimOptions options)
    {
        var (provider, regions) = Providers[index % Providers.Length];
        var token = Convert.ToHexStringLower(HMACSHA256.HashData(options.TokenKey, Encoding.UTF8.GetBytes(name)))[..32];
        return new ClusterProfile(
            name, index, options.Version ?? Versions[index / Providers.Length % Versions.Length], provider, regions[index / Providers.Length % regions.Length],
            options.Nodes ?? 3 + (index % 4), token);
    }
}

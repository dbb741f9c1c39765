using System.Security.Cryptography;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Secrets;

namespace Portal.Web.Hosting;

/// <summary>Stored credentials can be read: the key ring is there, and the master key that opens it.</summary>
internal sealed class KeyRingHealth(SecretProtector protector) : IHealthCheck
{
    private const string Purpose = "health";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Task.FromResult(protector.Unprotect(Purpose, protector.Protect(Purpose, Purpose)) == Purpose
                ? HealthCheckResult.Healthy("Secrets can be encrypted and read.")
                : HealthCheckResult.Unhealthy("What was encrypted reads otherwise."));
        }
        catch (Exception exception) when (exception is CryptographicException or Npgsql.NpgsqlException or InvalidOperationException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The key ring cannot be used. Check Secrets:MasterKeyFile.", exception));
        }
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Portal.Core.Problems;

namespace Portal.Core.Access.Kubeconfigs;

internal sealed class KubeconfigOptionsValidator : IValidateOptions<KubeconfigOptions>
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Most = TimeSpan.FromHours(12);

    public ValidateOptionsResult Validate(string? name, KubeconfigOptions options)
    {
        var settings = new SettingRanges(KubeconfigOptions.Section);
        settings.Within(nameof(options.LongestLife), options.LongestLife, Least, Most);
        settings.Within(nameof(options.DefaultLife), options.DefaultLife, Least, options.LongestLife);
        settings.Within(nameof(options.LongestStream), options.LongestStream, TimeSpan.FromSeconds(1), Most);
        settings.Within(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        settings.Within(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 64 * 1024, 64 * 1024 * 1024);
        settings.Within(nameof(options.StreamsPerPerson), options.StreamsPerPerson, 1, 10_000);
        return settings.Result is { Failed: true } failed ? failed
            : FindFault(options.CertificateAuthorityFile) is { } fault ? ValidateOptionsResult.Fail(fault)
            : ValidateOptionsResult.Success;
    }

    private static string? FindFault(string file)
    {
        if (file.Length == 0)
        {
            return null;
        }

        const string Key = $"{KubeconfigOptions.Section}:{nameof(KubeconfigOptions.CertificateAuthorityFile)}";
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0 ? null : $"{Key} names {file}, which holds no certificate. Name a PEM file.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"{Key} names {file}, which cannot be read: {exception.Message}";
        }
    }
}

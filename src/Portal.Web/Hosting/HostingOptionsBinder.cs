using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;

namespace Portal.Web.Hosting;

/// <summary>Reads <see cref="HostingOptions"/> and says all that is wrong with them, each with the key to set.</summary>
internal sealed class HostingOptionsBinder(IConfiguration configuration)
    : IConfigureOptions<HostingOptions>, IValidateOptions<HostingOptions>
{
    public const string MigrateKey = "Database:Migrate";
    public const string WorkerInsideKey = "Worker:Inside";
    public const string PublicUrlKey = "Public:Url";
    public const string ProxyNetworksKey = "Proxy:Networks";
    public const string SignInsPerAddressKey = "SignIn:PerAddressPerMinute";
    public const string SignInsPerAccountKey = "SignIn:PerAccountPerMinute";
    public const string JoinsPerAddressKey = "Join:PerAddressPerMinute";

    public void Configure(HostingOptions options) => Read(options, []);

    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        var errors = new List<string>();
        Read(new HostingOptions(), errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private void Read(HostingOptions options, List<string> errors)
    {
        options.Migrate = Boolean(MigrateKey, options.Migrate, errors);
        options.WorkerInside = Boolean(WorkerInsideKey, options.WorkerInside, errors);
        options.SignInsPerAddress = Count(SignInsPerAddressKey, options.SignInsPerAddress, errors);
        options.SignInsPerAccount = Count(SignInsPerAccountKey, options.SignInsPerAccount, errors);
        options.JoinsPerAddress = Count(JoinsPerAddressKey, options.JoinsPerAddress, errors);
        options.PublicUrl = Address(PublicUrlKey, errors);
        options.ProxyNetworks = Networks(ProxyNetworksKey, errors);
    }

    private bool Boolean(string key, bool otherwise, List<string> errors)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text) || bool.TryParse(text, out otherwise))
        {
            return otherwise;
        }

        errors.Add($"{key} is '{text}'. Set it to true or false.");
        return otherwise;
    }

    private int Count(string key, int otherwise, List<string> errors)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (int.TryParse(text, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1_000_000)
        {
            return count;
        }

        errors.Add($"{key} is '{text}'. Set it to a whole number from 1 to 1000000.");
        return otherwise;
    }

    private Uri? Address(string key, List<string> errors)
    {
        var text = configuration[key];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.AbsolutePath == "/")
        {
            return address;
        }

        errors.Add($"{key} is '{text}'. Set it to an address without a path, such as https://portal.example.com.");
        return null;
    }

    private List<IPNetwork> Networks(string key, List<string> errors)
    {
        var found = new List<IPNetwork>();
        foreach (var text in (configuration[key] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                found.Add(network);
            }
            else
            {
                errors.Add($"{key} holds '{text}'. Set it to networks such as 10.0.0.0/8, separated by commas.");
            }
        }

        return found;
    }
}

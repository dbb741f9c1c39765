using Microsoft.Extensions.Options;

namespace Portal.Core.Secrets;

/// <summary>Says which key is missing or malformed, and how to make one. Never prints a key.</summary>
internal sealed class SecretsOptionsValidator : IValidateOptions<SecretsOptions>
{
    private const string HowTo = "Make one with: (umask 077; openssl rand -base64 32 > master.key), keep a copy outside of the database's backups, and set Secrets__MasterKeyFile to its path.";

    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        List<string> failures = [];
        if (options is { MasterKeyFile: "", MasterKey: "" })
        {
            failures.Add($"{SecretsOptions.Section}:{nameof(options.MasterKeyFile)} is not set: the portal needs a master key to encrypt the clusters' credentials. {HowTo}");
        }
        else if (options.MasterKeyFile.Length > 0)
        {
            CheckFile(nameof(options.MasterKeyFile), options.MasterKeyFile);
        }
        else
        {
            CheckKey($"{SecretsOptions.Section}:{nameof(options.MasterKey)}", options.MasterKey);
        }

        if (options.PreviousMasterKeyFile.Length > 0)
        {
            CheckFile(nameof(options.PreviousMasterKeyFile), options.PreviousMasterKeyFile);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckFile(string key, string path)
        {
            try
            {
                CheckKey($"{SecretsOptions.Section}:{key} ({path})", File.ReadAllText(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add($"{SecretsOptions.Section}:{key} is {path}, which cannot be read ({exception.GetType().Name}). {HowTo}");
            }
        }

        void CheckKey(string key, string text)
        {
            if (!MasterKey.TryParse(text, out _))
            {
                failures.Add($"{key} does not hold {MasterKey.Bytes} bytes in base64. {HowTo}");
            }
        }
    }
}

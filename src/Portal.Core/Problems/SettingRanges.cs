using Microsoft.Extensions.Options;

namespace Portal.Core.Problems;

/// <summary>Collects the settings of one section that lie outside of their range, each by its key, its value and the range.</summary>
internal sealed class SettingRanges(string section)
{
    private readonly List<string> _failures = [];

    public ValidateOptionsResult Result => _failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_failures);

    public void Within<T>(string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            _failures.Add($"{section}:{key} is {value}; it must lie between {least} and {most}.");
        }
    }
}

using System.Text.RegularExpressions;
using Portal.Testing;

namespace Portal.Core.Tests.Access;

/// <summary>docs/security.md says which test shows that an attack fails: it is held to what the tests themselves say.</summary>
public sealed partial class SecurityDocumentTests
{
    [Fact]
    public void Attacks_AreAllInTheTable()
    {
        var rows = Rows();

        Assert.Equal(Enumerable.Range(1, 30), rows.Select(row => row.Attack).Where(attack => int.TryParse(attack, out _)).Select(int.Parse));
        Assert.All(rows, row => Assert.True(
            row.Tests.Count > 0 || row.Answer.StartsWith("Cannot apply: ", StringComparison.Ordinal), $"Attack {row.Attack} has neither a test nor a reason why it cannot apply."));
    }

    [Fact]
    public void Tests_ThatAreNamed_CarryTheAttack_AndTheOtherWayRound()
    {
        var named = Rows().SelectMany(row => row.Tests.Select(test => $"{row.Attack} {test}")).Order(StringComparer.Ordinal);
        var marked = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(Marks).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(marked, named);
    }

    private static List<Row> Rows() =>
    [
        .. File.ReadLines(Repository.PathOf("docs", "security.md"))
            .Select(line => TableRow().Match(line)).Where(match => match.Success)
            .Select(match => new Row(match.Groups[1].Value, match.Groups[2].Value, [.. Code().Matches(match.Groups[3].Value).Select(test => test.Groups[1].Value)])),
    ];

    /// <summary>"attack test" for each mark, which stands right before a class or a method.</summary>
    private static IEnumerable<string> Marks(string file)
    {
        var (attacks, inClass) = (new List<string>(), "");
        foreach (var line in File.ReadLines(file))
        {
            if (Mark().Match(line) is { Success: true } mark)
            {
                attacks.Add(mark.Groups[1].Value);
            }
            else if (Declaration().Match(line) is { Success: true } declared)
            {
                inClass = declared.Groups[1].Success ? declared.Groups[1].Value : inClass;
                var name = declared.Groups[1].Success ? inClass : $"{inClass}.{declared.Groups[2].Value}";
                foreach (var attack in attacks)
                {
                    yield return $"{attack} {name}";
                }

                attacks.Clear();
            }
        }
    }

    [GeneratedRegex(@"^\| (\d+|[a-z-]+) \| [^|]+ \| ([^|]+) \|([^|]*)\|$")]
    private static partial Regex TableRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^ *\\[Trait\\(\"Attack\", \"([^\"]+)\"\\)\\]")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(?:public|internal) .*?class (\w+)|^    public (?:async )?\w+ (\w+)\(")]
    private static partial Regex Declaration();

    private sealed record Row(string Attack, string Answer, IReadOnlyList<string> Tests);
}

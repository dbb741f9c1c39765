using Portal.Core.Problems;

namespace Portal.Core.Tests.Kubernetes;

/// <summary>500 files, each broken from a good one by a seed: a clean result or a clean refusal, never another exception, never a secret.</summary>
public sealed class KubeconfigFuzzTests
{
    private static readonly string[] Splices =
    [
        "&a ", "*a", "!!binary ", "[", "]", "{", "}", "- ", ": ", "\n", "\t", "'", "\"", "|\n", ">\n", "? ", "---\n", "...\n", "%TAG ! x\n", "<<: ",
        "exec: {command: sh}\n", "token: ", "null", "~", "0x7f", "\0", "\u0085", "\uD800", "\uFEFF", "\U0001F512", "https://169.254.169.254", "//", "@", "\\",
    ];

    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Blocks))]
    [Trait("Attack", "3")]
    public void Screen_FiftyMutations_EachIsResultOrInvalidWithoutSecret(int block)
    {
        for (var seed = block * 50; seed < (block + 1) * 50; seed++)
        {
            var random = new Random(seed);
            var text = random.Next(3) switch
            {
                0 => Kubeconfigs.Valid,
                1 => Kubeconfigs.With(user: $"username: me\n    password: {Kubeconfigs.Password}"),
                _ => Kubeconfigs.With(user: Kubeconfigs.Certificates(Kubeconfigs.Identity.Certificate, Kubeconfigs.Identity.Key)),
            };
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--)
            {
                text = Mutate(text, random);
            }

            Check(text, seed);
        }
    }

    private static void Check(string text, int seed)
    {
        try
        {
            foreach (var context in Kubeconfigs.Screening.ReadContexts(text))
            {
                Kubeconfigs.ShowsNoSecret(new Problem(ProblemKind.Invalid, context.Problem ?? "", "", ""));
            }

            Assert.StartsWith("https", Kubeconfigs.Screening.Screen(text, "").ApiServer.AbsoluteUri, StringComparison.Ordinal);
        }
        catch (ProblemException exception)
        {
            Assert.Equal(ProblemKind.Invalid, exception.Problem.Kind);
            Kubeconfigs.ShowsNoSecret(exception.Problem);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"Seed {seed}: {exception}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(text.Length + 1);
        var line = random.Next(lines.Count);
        switch (random.Next(8))
        {
            case 0:
                return text.Insert(at, Splices[random.Next(Splices.Length)]);
            case 1:
                return text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
            case 2:
                lines.Insert(random.Next(lines.Count + 1), lines[line]);
                return string.Join('\n', lines);
            case 3:
                lines.RemoveAt(line);
                return string.Join('\n', lines);
            case 4:
                var other = random.Next(lines.Count);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                return string.Join('\n', lines);
            case 5:
                lines[line] = random.Next(2) == 0 ? $"  {lines[line]}" : lines[line].TrimStart();
                return string.Join('\n', lines);
            case 6:
                return text.Replace(": ", Splices[random.Next(Splices.Length)], StringComparison.Ordinal);
            default:
                return at < text.Length ? text[..at] + (char)random.Next(1, char.MaxValue) + text[(at + 1)..] : text[..(at / 2)];
        }
    }
}

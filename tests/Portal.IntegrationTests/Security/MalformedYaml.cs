namespace Portal.IntegrationTests.Security;

/// <summary>Texts that are no good YAML of anything, by a seeded generator, with a secret in most.</summary>
internal sealed class MalformedYaml(Random random, string secret)
{
    public (string What, string Text) Next()
    {
        var depth = random.Next(100, 3000);
        return random.Next(9) switch
        {
            0 => ("a bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n" + string.Concat(Enumerable.Range(0, 30).Select(index => $"d{index}: [*c, *c]\n"))),
            1 => ("a deep one", "a: " + new string('[', depth) + new string(']', depth)),
            2 => ("a tag", $"a: !!python/object/apply:os.system [{secret}]\n"),
            3 => ("a key twice", $"a: {secret}\na: 2\n"),
            4 => ("an open bracket", $"password: {secret}\nb: [1, 2\n"),
            5 => ("a tab", $"a:\n\tb: {secret}\n"),
            6 => ("an alias of nothing", $"a: *nothing\nb: {secret}\n"),
            7 => ("NUL", $"a: {secret}\0\n"),
            _ => ("a huge one", "a: |\n" + string.Concat(Enumerable.Repeat("  " + new string('x', 98) + "\n", 15_000))),
        };
    }
}

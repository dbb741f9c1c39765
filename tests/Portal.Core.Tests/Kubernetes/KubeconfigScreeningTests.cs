using System.Text;
using Portal.Core.Problems;

namespace Portal.Core.Tests.Kubernetes;

/// <summary>What comes out of a good file, and the rules for a file as a whole.</summary>
public sealed class KubeconfigScreeningTests
{
    [Fact]
    public void Screen_ValidToken_GivesAddressAuthorityAndToken()
    {
        var screened = Kubeconfigs.Screening.Screen(Kubeconfigs.Valid, "here");

        Assert.Equal(new Uri("https://api.example.com:6443"), screened.ApiServer);
        Assert.Equal(Kubeconfigs.Identity.Certificate, screened.CertificateAuthority);
        Assert.Equal(Kubeconfigs.Token, screened.Token);
        Assert.DoesNotContain(Kubeconfigs.Token, screened.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_ClientCertificate_GivesPair()
    {
        var screened = Kubeconfigs.Screening.Screen(
            Kubeconfigs.With(user: Kubeconfigs.Certificates(Kubeconfigs.Identity.Certificate, Kubeconfigs.Identity.Key)), "");

        Assert.Equal(Kubeconfigs.Identity, (screened.ClientCertificate, screened.ClientKey));
        Assert.Null(screened.Token);
    }

    [Fact]
    public void Screen_Json_IsRead()
    {
        var json = $$$"""
            {"apiVersion":"v1","kind":"Config","current-context":"c","clusters":[{"name":"k","cluster":{"server":"https://10.0.0.1/prefix/a"}}],
             "users":[{"name":"u","user":{"token":"{{{Kubeconfigs.Token}}}"}}],"contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}]}
            """;

        Assert.Equal("https://10.0.0.1/prefix/a", Kubeconfigs.Screening.Screen(json, "").ApiServer.AbsoluteUri);
    }

    [Fact]
    public void ReadContexts_OneOfTwoUsesExec_BothAreListedAndOneSaysWhy()
    {
        var contexts = Kubeconfigs.Screening.ReadContexts(Kubeconfigs.With(tail: "- {name: there, context: {cluster: one, user: cloud}}")
            .Replace("users:", "users:\n- name: cloud\n  user: {exec: {command: aws}}", StringComparison.Ordinal));

        Assert.Equal(["here", "there"], contexts.Select(context => context.Name));
        Assert.Null(contexts[0].Problem);
        Assert.True(contexts[0].IsCurrent);
        Assert.Equal("https://api.example.com:6443", contexts[0].Server);
        Assert.Contains("users[0].user.exec", contexts[1].Problem, StringComparison.Ordinal);
        Assert.Contains("kubectl create token", contexts[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_LargerThanOneMebibyte_IsRefused() =>
        Assert.Contains("1 MiB", Kubeconfigs.Refusal(Kubeconfigs.With(tail: "# " + new string('x', 1024 * 1024))).Why, StringComparison.Ordinal);

    [Fact]
    public void Screen_ControlCharacter_IsRefused() =>
        Assert.Contains("Line 3", Kubeconfigs.Refusal("apiVersion: v1\nkind: Config\nx: a\0b").Why, StringComparison.Ordinal);

    [Fact]
    public void Screen_ReplacementCharacter_IsRefused() =>
        Assert.Contains("UTF-8", Kubeconfigs.Refusal(Kubeconfigs.With(tail: "x: \uFFFD")).Why, StringComparison.Ordinal);

    [Fact]
    public void Decode_InvalidUtf8_IsRefused() =>
        Assert.Contains(
            "UTF-8",
            Assert.Throws<ProblemException>(() => Core.Kubernetes.KubeconfigScreening.Decode([0x61, 0xC3, 0x28])).Problem.Why,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("# only a comment")]
    public void Screen_Empty_IsRefused(string text) => Assert.Contains("empty", Kubeconfigs.Refusal(text).Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("a: [")]
    [InlineData("\"unclosed")]
    [InlineData("a: b: c")]
    [InlineData("%YAML 9.9.9\n---\na: b")]
    public void Screen_BrokenYaml_IsRefused(string text) => Assert.Contains("YAML", Kubeconfigs.Refusal(text).Why, StringComparison.Ordinal);

    [Fact]
    [Trait("Attack", "18")]
    public void Screen_AliasBomb_IsRefusedBeforeItExpands()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 60; level++)
        {
            bomb.Append('a').Append(level).Append(": &a").Append(level).Append(" [")
                .AppendJoin(',', Enumerable.Repeat($"*a{level - 1}", 9)).Append("]\n");
        }

        Assert.Contains("anchor", Kubeconfigs.Refusal(bomb.ToString()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_Alias_IsRefused() =>
        Assert.Contains("alias", Kubeconfigs.Refusal("clusters: [*x]").Why, StringComparison.Ordinal);

    [Fact]
    public void Screen_Tag_IsRefused() =>
        Assert.Contains("tag", Kubeconfigs.Refusal("users: !!python/object:os.system []").Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [Trait("Attack", "18")]
    public void Screen_DeepNesting_IsRefused(string opening)
    {
        var why = Kubeconfigs.Refusal("extensions:\n  " + string.Concat(Enumerable.Repeat(opening, 20_000))).Why;

        Assert.True(why.Contains("deeper", StringComparison.Ordinal) || why.Contains("YAML", StringComparison.Ordinal), why);
    }

    [Fact]
    [Trait("Attack", "18")]
    public void Screen_TooManyValues_IsRefused() =>
        Assert.Contains("more than", Kubeconfigs.Refusal("x: [" + string.Concat(Enumerable.Repeat("1,", 30_000)) + "]").Why, StringComparison.Ordinal);

    [Fact]
    public void Screen_TwoDocuments_IsRefused() =>
        Assert.Contains("more than one YAML document", Kubeconfigs.Refusal(Kubeconfigs.Valid + "\n---\na: b").Why, StringComparison.Ordinal);

    [Fact]
    public void Screen_DuplicateKey_NamesFieldAndLines()
    {
        var problem = Kubeconfigs.Refusal(Kubeconfigs.With(user: $"token: {Kubeconfigs.Token}\n    token: other"));

        Assert.StartsWith("users[0].user.token", problem.What, StringComparison.Ordinal);
        Assert.Contains("lines 12 and 13", problem.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clusters: {}", "clusters")]
    [InlineData("clusters: [text]", "clusters[0]")]
    [InlineData("clusters: [{name: 1, cluster: {}}]", "clusters[0].name")]
    [InlineData("clusters: [{name: a, cluster: []}]", "clusters[0].cluster")]
    [InlineData("kind: Pod", "kind")]
    [InlineData("apiVersion: v2", "apiVersion")]
    [InlineData("contexts: []", "contexts")]
    [InlineData("current-context: 12", "current-context")]
    public void Screen_WrongType_NamesField(string text, string field) =>
        Assert.StartsWith($"{field} of the kubeconfig", Kubeconfigs.Refusal(text).What, StringComparison.Ordinal);

    [Fact]
    public void Screen_MissingContext_IsRefused() =>
        Assert.StartsWith("contexts", Kubeconfigs.Refusal(Kubeconfigs.Valid, "elsewhere").What, StringComparison.Ordinal);

    [Fact]
    public void Screen_AmbiguousContext_IsRefused() =>
        Assert.StartsWith(
            "contexts[1].name",
            Kubeconfigs.Refusal(Kubeconfigs.With(tail: "- {name: here, context: {cluster: one, user: me}}")).What,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("cluster: two\n    user: me", "contexts[0].context.cluster")]
    [InlineData("cluster: one\n    user: you", "contexts[0].context.user")]
    [InlineData("user: me", "contexts[0].context.cluster")]
    public void Screen_DanglingReference_NamesField(string context, string field) =>
        Assert.StartsWith(field, Kubeconfigs.Refusal(Kubeconfigs.With(context: context)).What, StringComparison.Ordinal);

    [Fact]
    public void Screen_TooManyContexts_IsRefused() =>
        Assert.StartsWith(
            "contexts ",
            Kubeconfigs.Refusal(Kubeconfigs.With(tail: string.Concat(
                Enumerable.Range(0, 300).Select(index => $"- {{name: c{index}, context: {{cluster: one, user: me}}}}\n")))).What,
            StringComparison.Ordinal);
}

using System.Globalization;

namespace Portal.Core.Monitoring.Promql;

/// <summary>Cuts an expression into its words. Within braces keywords are labels; within brackets a colon stands alone.</summary>
internal sealed class PromqlLexer(string text)
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "=~", "!~", "</", ">/", "=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")", "{", "}", "[", "]", ",", "@"];

    private bool _braces;
    private bool _brackets;
    private int _at;

    public List<PromqlToken> Read()
    {
        var tokens = new List<PromqlToken>();
        do
        {
            tokens.Add(Next());
        }
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private PromqlToken Next()
    {
        SkipBlanks();
        if (_at >= text.Length)
        {
            return new PromqlToken(TokenKind.End, "", new TextSpan(text.Length, 0));
        }

        var c = text[_at];
        if (char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(At(1)))
        {
            var token = PromqlNumbers.Read(text, _at);
            _at = token.Span.End;
            return token;
        }

        if (c is '"' or '\'' or '`')
        {
            var token = PromqlTexts.Read(text, _at);
            _at = token.Span.End;
            return token;
        }

        return IsWordStart(c) || c == ':' && !_braces && !_brackets ? Word() : Symbol(c);
    }

    private PromqlToken Word()
    {
        var start = _at;
        while (_at < text.Length && (IsWordStart(text[_at]) || char.IsAsciiDigit(text[_at]) || text[_at] == ':' && !_braces && !_brackets))
        {
            _at++;
        }

        return new PromqlToken(TokenKind.Word, text[start.._at], new TextSpan(start, _at - start));
    }

    private PromqlToken Symbol(char c)
    {
        var symbol = c == ':' && _brackets ? ":" : Array.Find(Symbols, each => string.CompareOrdinal(text, _at, each, 0, each.Length) == 0);
        if (symbol is null)
        {
            var rune = char.IsSurrogatePair(c, At(1)) ? text.Substring(_at, 2) : char.IsSurrogate(c) || char.IsControl(c) ? $"U+{(int)c:X4}" : c.ToString(CultureInfo.InvariantCulture);
            throw PromqlFaults.Character(new TextSpan(_at, 1), rune);
        }

        (_braces, _brackets) = symbol switch
        {
            "{" => (true, _brackets),
            "}" => (false, _brackets),
            "[" => (_braces, true),
            "]" => (_braces, false),
            _ => (_braces, _brackets),
        };
        _at += symbol.Length;
        return new PromqlToken(TokenKind.Symbol, symbol, new TextSpan(_at - symbol.Length, symbol.Length));
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '#')
            {
                while (_at < text.Length && text[_at] is not ('\n' or '\r'))
                {
                    _at++;
                }
            }
            else if (text[_at] is ' ' or '\t' or '\n' or '\r')
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private char At(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private static bool IsWordStart(char c) => c == '_' || char.IsAsciiLetter(c);
}

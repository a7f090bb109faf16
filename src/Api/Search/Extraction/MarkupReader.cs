using System.Buffers;
using System.Globalization;
using System.Text;

namespace FileStorage.Api.Search.Extraction;

/// <summary>
/// Walks the tags and the text of HTML or XML, well-formed or not. It keeps a buffer, one tag and no tree, so that neither depth nor
/// length costs memory; it declares nothing and resolves nothing, so that entities are the few that everybody knows.
/// </summary>
internal sealed class MarkupReader(TextReader source) : IDisposable
{
    /// <summary>What is kept of a tag; the rest of it is passed over.</summary>
    private const int MaxTagLength = 512;

    private const int MaxNameLength = 64;
    private const int MaxEntityLength = 10;
    private const int BufferLength = 16 * 1024;

    private readonly char[] _buffer = ArrayPool<char>.Shared.Rent(BufferLength);
    private readonly char[] _tag = new char[MaxTagLength];
    private readonly char[] _name = new char[MaxNameLength];
    private readonly StringBuilder _entity = new(MaxEntityLength);
    private readonly char[] _decoded = new char[2 * MaxEntityLength];
    private int _tagLength;
    private int _nameLength;
    private int _position;
    private int _end;
    private int _textStart;
    private int _textLength;
    private bool _isDecoded;

    /// <summary>Whether the reader stands on text.</summary>
    public bool IsText { get; private set; }

    /// <summary>Whether the tag ends an element.</summary>
    public bool IsEnd => _tagLength > 0 && _tag[0] == '/';

    /// <summary>Whether the tag begins and ends its element at once.</summary>
    public bool IsEmpty => _tagLength > 0 && _tag[_tagLength - 1] == '/';

    /// <summary>A piece of text, valid until the next step; one run of text may come in several pieces.</summary>
    public ReadOnlySpan<char> Text => (_isDecoded ? _decoded : _buffer).AsSpan(_textStart, _textLength);

    /// <summary>The name of the tag without its prefix, in small letters.</summary>
    public ReadOnlySpan<char> Name => _name.AsSpan(0, _nameLength);

    public void Dispose() => ArrayPool<char>.Shared.Return(_buffer);

    /// <summary>Whether the tag, as it was written, holds this text, such as t="s".</summary>
    public bool TagContains(string text) => _tag.AsSpan(0, _tagLength).Contains(text, StringComparison.Ordinal);

    /// <summary>Goes to the next tag or piece of text; false at the end. Comments, declarations and instructions are passed over.</summary>
    public bool Read()
    {
        while (Peek() is >= 0 and var next)
        {
            if (next == '<')
            {
                _position++;
                if (ReadTag())
                {
                    IsText = false;
                    return true;
                }
            }
            else
            {
                IsText = true;
                if (next == '&')
                {
                    ReadEntity();
                }
                else
                {
                    ReadText();
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Passes over everything up to the end tag of an element whose content is no markup.</summary>
    public void SkipRaw(string name)
    {
        var end = "</" + name;
        var matched = 0;
        while (matched < end.Length && Next() is >= 0 and var next)
        {
            var letter = char.ToLowerInvariant((char)next);
            matched = letter == end[matched] ? matched + 1 : letter == '<' ? 1 : 0;
        }

        SkipUntil(">");
    }

    private void ReadText()
    {
        _isDecoded = false;
        _textStart = _position;
        var rest = _buffer.AsSpan(_position, _end - _position);
        var length = rest.IndexOfAny('<', '&');
        _textLength = length < 0 ? rest.Length : length;
        _position += _textLength;
    }

    /// <summary>False where it is a comment, a declaration or an instruction.</summary>
    private bool ReadTag()
    {
        _tagLength = 0;
        var quote = '\0';
        var isValue = false;
        while (Next() is >= 0 and var next)
        {
            var letter = (char)next;
            if (quote == '\0' ? letter == '>' : letter == quote)
            {
                if (quote == '\0')
                {
                    break;
                }

                quote = '\0';
            }
            else if (letter is '"' or '\'' && quote == '\0' && isValue)
            {
                quote = letter;
            }

            // A quote counts where a value begins: people also write <p title=it's>.
            isValue = letter == '=' || (isValue && char.IsWhiteSpace(letter));

            if (_tagLength < MaxTagLength)
            {
                _tag[_tagLength++] = letter;
            }

            if (_tagLength == 3 && _tag is ['!', '-', '-', ..])
            {
                SkipUntil("-->");
                return false;
            }

            if (_tagLength == 8 && _tag.AsSpan(0, 8) is "![CDATA[")
            {
                // Its text is read as any other.
                return false;
            }
        }

        if (_tagLength == 0 || _tag[0] is '!' or '?')
        {
            return false;
        }

        ReadName();
        return true;
    }

    private void ReadName()
    {
        _nameLength = 0;
        for (var index = IsEnd ? 1 : 0; index < _tagLength && !char.IsWhiteSpace(_tag[index]) && _tag[index] != '/'; index++)
        {
            if (_tag[index] == ':')
            {
                _nameLength = 0;
            }
            else if (_nameLength < MaxNameLength)
            {
                _name[_nameLength++] = char.ToLowerInvariant(_tag[index]);
            }
        }
    }

    private void ReadEntity()
    {
        _position++;
        _entity.Clear();
        while (_entity.Length < MaxEntityLength && Peek() is >= 0 and var next && (char.IsAsciiLetterOrDigit((char)next) || next == '#'))
        {
            _entity.Append((char)next);
            _position++;
        }

        if (Peek() == ';')
        {
            _position++;
        }

        var text = Decode(_entity.ToString());
        text.CopyTo(_decoded);
        _isDecoded = true;
        _textStart = 0;
        _textLength = text.Length;
    }

    private static string Decode(string entity)
    {
        if (entity.StartsWith('#'))
        {
            var isHexadecimal = entity.Length > 1 && entity[1] is 'x' or 'X';
            var isNumber = int.TryParse(
                entity.AsSpan(isHexadecimal ? 2 : 1),
                isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number);
            return isNumber && Rune.IsValid(number) ? new Rune(number).ToString() : " ";
        }

        return entity switch
        {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            "nbsp" => " ",
            _ => System.Net.WebUtility.HtmlDecode($"&{entity};") is { Length: 1 } known ? known : " ",
        };
    }

    private void SkipUntil(string end)
    {
        var matched = 0;
        while (matched < end.Length && Next() is >= 0 and var next)
        {
            // Both ends that are looked for repeat their first letter at most ("-->" after "---").
            matched = next == end[matched] ? matched + 1 : matched == 2 && next == end[0] ? 2 : next == end[0] ? 1 : 0;
        }
    }

    private int Next() => Peek() is >= 0 and var next ? Advance(next) : -1;

    private int Advance(int letter)
    {
        _position++;
        return letter;
    }

    private int Peek()
    {
        if (_position == _end)
        {
            _end = source.Read(_buffer);
            _position = 0;
        }

        return _end == 0 ? -1 : _buffer[_position];
    }
}

using System.Globalization;
using System.Text;

namespace FileStorage.Core.Search;

/// <summary>
/// Walks the words of a text: runs of letters and digits with their accents. Scripts that write no spaces between words (Chinese,
/// Japanese, Korean, Thai) count each character for a word, so that any part of a run is found.
/// </summary>
public ref struct WordReader(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <summary>Where the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>Its length in UTF-16 units.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Word => _text.Slice(Start, Length);

    /// <summary>Goes to the next word; false at the end.</summary>
    public bool Next()
    {
        SkipSeparators();
        Start = _position;
        while (_position < _text.Length)
        {
            var kind = Classify(_text[_position..], out var length);
            if (kind is WordPart.Separator || (kind is WordPart.Single && _position > Start))
            {
                break;
            }

            _position += length;
            if (kind is WordPart.Single)
            {
                SkipMarks();
                break;
            }
        }

        Length = _position - Start;
        return Length > 0;
    }

    internal static WordPart Classify(ReadOnlySpan<char> text, out int length)
    {
        var first = text[0];
        if (first < 0x80)
        {
            length = 1;
            return char.IsAsciiLetterOrDigit(first) ? WordPart.Letter : WordPart.Separator;
        }

        if (Rune.DecodeFromUtf16(text, out var rune, out length) is not System.Buffers.OperationStatus.Done)
        {
            return WordPart.Separator;
        }

        if (IsUnspaced(rune.Value))
        {
            return Rune.IsLetterOrDigit(rune) ? WordPart.Single : WordPart.Separator;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => WordPart.Mark,
            UnicodeCategory.OtherSymbol => WordPart.Single,
            _ => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
                ? WordPart.Letter
                : WordPart.Separator,
        };
    }

    private void SkipSeparators()
    {
        // A mark without a letter before it belongs to no word.
        while (_position < _text.Length
            && Classify(_text[_position..], out var length) is WordPart.Separator or WordPart.Mark)
        {
            _position += length;
        }
    }

    private void SkipMarks()
    {
        while (_position < _text.Length && Classify(_text[_position..], out var length) is WordPart.Mark)
        {
            _position += length;
        }
    }

    private static bool IsUnspaced(int rune) => rune
        is (>= 0x0E00 and <= 0x0E7F)
        or (>= 0x2E80 and <= 0x9FFF)
        or (>= 0xAC00 and <= 0xD7AF)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);
}

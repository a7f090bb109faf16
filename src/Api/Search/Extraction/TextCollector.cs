using System.Text;

namespace FileStorage.Api.Search.Extraction;

/// <summary>Gathers the text of a document up to a limit; readers stop when it is full.</summary>
internal sealed class TextCollector(int maxCharacters)
{
    private readonly StringBuilder _text = new();
    private bool _isBroken;

    public bool IsFull => _text.Length >= maxCharacters;

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || IsFull)
        {
            return;
        }

        if (_isBroken && _text.Length > 0)
        {
            _text.Append('\n');
        }

        _isBroken = false;
        _text.Append(text[..Math.Min(text.Length, maxCharacters - _text.Length)]);
    }

    /// <summary>What comes next stands apart: a paragraph, a cell, a slide.</summary>
    public void Break() => _isBroken = true;

    public override string ToString() => _text.ToString();
}

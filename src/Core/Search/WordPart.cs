namespace FileStorage.Core.Search;

/// <summary>What a character is to the words of a text.</summary>
internal enum WordPart
{
    Separator,
    Letter,

    /// <summary>An accent of the letter before it.</summary>
    Mark,

    /// <summary>A word by itself.</summary>
    Single,
}

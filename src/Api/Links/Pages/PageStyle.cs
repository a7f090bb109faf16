using System.Security.Cryptography;
using System.Text;

namespace FileStorage.Api.Links.Pages;

/// <summary>How pages look, and the policy that allows this style and nothing else to be loaded or run.</summary>
internal static class PageStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #667085; --line: #e4e7ec; --paper: #ffffff; --ground: #f5f6f8; --accent: #2457d6; --accent-ink: #ffffff; --bad: #b42318; --good: #067647; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #2c3340; --paper: #171b22; --ground: #0f1217; --accent: #7aa2ff; --accent-ink: #0f1217; --bad: #f97066; --good: #47cd89; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 3rem; }
        h1 { font-size: 1.35rem; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
        .card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
        .card + .card { margin-top: 1rem; }
        .head { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: center; justify-content: space-between; padding: 1.1rem 1.25rem; }
        .head > div { min-width: 0; flex: 1 1 14rem; }
        .soft { color: var(--soft); font-size: .9rem; margin: 0; }
        .way { font-size: .9rem; margin: 0 0 .75rem; overflow-wrap: anywhere; color: var(--soft); }
        a { color: var(--accent); text-decoration: none; }
        a:hover { text-decoration: underline; }
        .button, button { display: inline-block; border: 0; border-radius: 8px; background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 600; padding: .55rem 1rem; cursor: pointer; white-space: nowrap; }
        .button:hover { text-decoration: none; filter: brightness(1.08); }
        .button.second { background: none; color: var(--accent); border: 1px solid var(--line); }
        ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
        li { display: flex; align-items: center; gap: .75rem; padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); }
        li:last-child { border-bottom: 0; }
        li .icon { flex: none; width: 1.4rem; text-align: center; line-height: 1; }
        .icon::before { content: ""; display: inline-block; border-radius: 2px; }
        .icon.file::before { width: .85rem; height: 1.1rem; border: 1.5px solid var(--soft); border-top-right-radius: 6px; }
        .icon.folder::before { width: 1.2rem; height: .9rem; background: var(--accent); border-top-left-radius: 4px; }
        li .name { flex: 1; min-width: 0; overflow-wrap: anywhere; }
        li .size, li .time { flex: none; color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; text-align: right; }
        li .size { width: 5.5rem; } li .time { width: 9.5rem; }
        .empty { padding: 1.5rem 1.25rem; color: var(--soft); border-top: 1px solid var(--line); }
        form { display: flex; flex-wrap: wrap; gap: .75rem; padding: 1.1rem 1.25rem; align-items: center; }
        form p, form label { width: 100%; margin: 0; }
        input[type=password], input[type=file] { flex: 1 1 14rem; min-width: 0; max-width: 100%; font: inherit; color: inherit; padding: .5rem .65rem; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); }
        .bad { color: var(--bad); } .good { color: var(--good); }
        .note { margin: 0; padding: .8rem 1.25rem; border-top: 1px solid var(--line); }
        .empty { margin: 0; }
        @media (max-width: 34rem) { main { padding: 1rem .6rem 2rem; } li { padding: .6rem .9rem; } li .time { display: none; } li .size { width: auto; } .head, form { padding: 1rem .9rem; } .button, button { width: 100%; text-align: center; } }
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The Content-Security-Policy of a page, whose form may lead to a scheme beside this server.</summary>
    public static string PolicyOf(string? formScheme) =>
        $"default-src 'none'; style-src 'sha256-{StyleHash}'; "
        + $"form-action 'self'{(formScheme is null ? "" : " " + formScheme)}; base-uri 'none'; frame-ancestors 'none'";
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddClusterSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_clusters_next_check_at",
                table: "clusters");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:CollationDefinition:natural_order", "en-u-kn-true,en-u-kn-true,icu,")
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AlterTable(
                name: "clusters")
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            // xmin is a system column and needs no removal; this one counts the changes that people make.
            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "clusters",
                type: "bigint",
                nullable: false,
                defaultValue: 1L);

            migrationBuilder.AddColumn<string>(
                name: "search_text",
                table: "clusters",
                type: "text",
                nullable: true,
                computedColumnSql: "lower(name || ' ' || provider || ' ' || region || ' ' || kubernetes_version || ' '\n    || translate(replace(labels::text, '\": \"', '='), '{}\"', '   '))",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_clusters_search_text",
                table: "clusters",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_clusters_search_text",
                table: "clusters");

            migrationBuilder.DropColumn(
                name: "search_text",
                table: "clusters");

            migrationBuilder.DropColumn(
                name: "version",
                table: "clusters");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:CollationDefinition:natural_order", "en-u-kn-true,en-u-kn-true,icu,")
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AlterTable(
                name: "clusters")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "ix_clusters_next_check_at",
                table: "clusters",
                column: "next_check_at");
        }
    }
}
